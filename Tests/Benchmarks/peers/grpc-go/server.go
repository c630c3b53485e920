// grpc-go, as its tutorial has it.
package main

import (
	"context"
	"log"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"bench"
)

type lookUp struct{}

func (lookUp) LookUp(_ context.Context, request *bench.LookUpRequest) (*bench.LookUpResponse, error) {
	number := request.PhoneNumber
	if len(number) != 12 {
		return nil, status.Error(codes.InvalidArgument, "phone_number must have 12 characters")
	}
	return &bench.LookUpResponse{
		PhoneNumber:   number,
		State:         3,
		CountryCode:   "US",
		Region:        "NJ",
		City:          "Jersey City",
		Location:      "organizations/acme/locations/hq1",
		DisplayNumber: "(" + number[2:5] + ") " + number[5:8] + "-" + number[8:],
	}, nil
}

func (server lookUp) LookUpAsync(ctx context.Context, request *bench.LookUpRequest) (*bench.LookUpResponse, error) {
	return server.LookUp(ctx, request)
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: grpc-go-bench-server PORT")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	bench.RegisterLookUpServiceServer(server, lookUp{})
	log.Fatal(server.Serve(listener))
}
