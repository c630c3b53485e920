import CarrierSimulatorServer
import ServiceKit
import SuiteConfiguration

if CommandLine.arguments.contains(where: { ["--help", "-h"].contains($0) }) {
  print(CarrierSimulator.explanation + "\n")
}
await ServiceMain.run(CarrierSimulatorConfiguration.schema) { runtime in
  try CarrierSimulator.parts(
    runtime,
    scenarioFile: runtime.configuration[CarrierSimulatorConfiguration.scenarioFile]
  )
}
