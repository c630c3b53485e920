#!/bin/bash
# Writes the generated code of the grpc-swift-2 peer anew. Its two protoc plugins are built from the packages
# that the peer depends on, which takes minutes: run this only after a change of Protos/bench or of gRPC's test messages.
set -euo pipefail
cd "$(dirname "$0")"

peer=grpc-swift-2-server
for plugin in protoc-gen-swift protoc-gen-grpc-swift-2; do
  swift build --package-path "$peer" -c release --product "$plugin"
done
binaries=$(swift build --package-path "$peer" -c release --show-bin-path)
output=$peer/Sources/grpc-swift-2-bench-server/Generated
mkdir -p "$output"

protoc --proto_path=Protos --proto_path=../../Protos \
  --plugin="$binaries/protoc-gen-swift" --swift_out="$output" --swift_opt=FileNaming=DropPath \
  bench/v1/messages.proto
protoc --proto_path=Protos --proto_path=../../Protos \
  --plugin="$binaries/protoc-gen-grpc-swift-2" --grpc-swift-2_out="$output" \
  --grpc-swift-2_opt=Client=false,FileNaming=DropPath \
  bench/v1/look_up_service.proto

output=$peer/Sources/grpc-swift-2-interop-server/Generated
mkdir -p "$output"
protoc --proto_path=../../Protos \
  --plugin="$binaries/protoc-gen-swift" --swift_out="$output" --swift_opt=FileNaming=DropPath \
  grpc/testing/empty.proto grpc/testing/messages.proto
