// Searches and reserves numbers, by REST and by gRPC. Every answer must be right.
import { check } from "k6";
import grpc from "k6/net/grpc";
import http from "k6/http";

const gateway = __ENV.GATEWAY;
const authorization = `Bearer ${__ENV.KEY}`;
const inventory = "trunkline.inventory.v1.InventoryService";
const criteria = { countryCode: "US", areaCode: "201" };
const reservation = { quantity: { criteria, count: 1 } };
const client = new grpc.Client();
let isConnected = false;

export const options = {
  vus: 4,
  iterations: 80,
  thresholds: { checks: ["rate==1.0"] },
};

export default function () {
  callREST();
  callGRPC();
}

function callREST() {
  const headers = { authorization, "content-type": "application/json" };
  const query = "criteria.countryCode=US&criteria.areaCode=201&pageSize=3";
  const found = http.get(`http://${gateway}/v1/numbers:search?${query}`, { headers });
  check(found, { "REST finds three": (answer) => answer.status === 200 && answer.json("numbers").length === 3 });
  const path = "/v1/organizations/demo/reservations";
  const held = http.post(`http://${gateway}${path}`, JSON.stringify(reservation), { headers });
  check(held, { "REST holds one": (answer) => answer.status === 200 && answer.json("state") === "ACTIVE" });
  const given = http.post(`http://${gateway}/v1/${held.json("name")}:release`, "{}", { headers });
  check(given, { "REST gives it back": (answer) => answer.status === 200 && answer.json("state") === "RELEASED" });
}

function callGRPC() {
  const metadata = { authorization };
  if (!isConnected) client.connect(gateway, { plaintext: true, reflect: true, reflectMetadata: metadata });
  isConnected = true;
  const found = client.invoke(`${inventory}/SearchNumbers`, { criteria, pageSize: 3 }, { metadata });
  check(found, { "gRPC finds three": (answer) => answer.status === grpc.StatusOK && answer.message.numbers.length === 3 });
  const nobody = client.invoke(`${inventory}/SearchNumbers`, { criteria: { countryCode: "?" } }, { metadata });
  check(nobody, { "gRPC says what is wrong": (answer) => answer.status === grpc.StatusInvalidArgument });
}
