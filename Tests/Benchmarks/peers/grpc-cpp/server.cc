// grpc C++ with its callback API, the fastest that it has.
#include <grpcpp/grpcpp.h>

#include <iostream>
#include <string>

#include "bench/v1/look_up.grpc.pb.h"

namespace {

using bench::v1::LookUpRequest;
using bench::v1::LookUpResponse;

class LookUpServer final : public bench::v1::LookUpService::CallbackService {
  grpc::ServerUnaryReactor* LookUpAsync(grpc::CallbackServerContext* context, const LookUpRequest* request,
                                        LookUpResponse* response) override {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(Answer(*request, response));
    return reactor;
  }

  grpc::ServerUnaryReactor* LookUp(grpc::CallbackServerContext* context, const LookUpRequest* request,
                                   LookUpResponse* response) override {
    return LookUpAsync(context, request, response);
  }

  static grpc::Status Answer(const LookUpRequest& request, LookUpResponse* response) {
    const std::string& number = request.phone_number();
    if (number.size() != 12) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "phone_number must have 12 characters"};
    }
    response->set_phone_number(number);
    response->set_state(3);
    response->set_country_code("US");
    response->set_region("NJ");
    response->set_city("Jersey City");
    response->set_location("organizations/acme/locations/hq1");
    response->set_display_number("(" + number.substr(2, 3) + ") " + number.substr(5, 3) + "-" + number.substr(8));
    return grpc::Status::OK;
  }
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: grpc-cpp-bench-server PORT\n";
    return 64;
  }
  LookUpServer service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:" + std::string(arguments[1]), grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  builder.BuildAndStart()->Wait();
}
