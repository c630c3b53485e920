import CFuzzer
import Foundation
import FuzzInput

writeSeeds(seeds())
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &arguments, { fuzz($0, $1) }))
