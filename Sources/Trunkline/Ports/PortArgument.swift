import ArgumentParser

/// Which port order a command is about.
struct PortArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("Name or id of the port order.", valueName: "port-order"))
  var order: String

  @OptionGroup var organization: OrganizationOption

  var name: String { organization.resource("portOrders", order) }
}
