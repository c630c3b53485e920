"""The servers that the cases are put to: ours, and well-known ones with the same calls behind them."""

import contextlib
import pathlib
import shutil
import socket
import sys

import servers

# The environment's own.
ENVOY_BINARY = pathlib.Path(sys.executable).with_name("envoy")
CALLS = ("EmptyCall", "UnaryCall")


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def trunkline(folder):
    with servers.interop_server(folder) as port:
        yield ("127.0.0.1", port)


@contextlib.contextmanager
def started(folder, name, port, command):
    log = folder / f"{name}.log"
    with servers.process(command, log) as child:
        servers.wait_until(lambda: is_listening(port), child, log)
        yield ("127.0.0.1", port)


@contextlib.contextmanager
def nghttpd(folder):
    """Serves files under the paths of the calls."""
    files = folder / "files" / "grpc.testing.TestService"
    files.mkdir(parents=True)
    for call in CALLS:
        (files / call).write_bytes(bytes(5 if call == "EmptyCall" else 100_012))
    port = servers.free_ports(1)
    with started(folder, "nghttpd", port,
                 ["nghttpd", "--no-tls", "--htdocs", folder / "files", port]) as address:  # fmt: skip
        yield address


@contextlib.contextmanager
def nginx(folder):
    """Passes calls on to our server."""
    with trunkline(folder) as (_, behind):
        port = servers.free_ports(1)
        configuration = folder / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, port=port, behind=behind))
        with started(folder, "nginx", port, ["nginx", "-c", configuration, "-p", folder]) as address:
            yield address


NGINX = """\
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_max_body_size 0; large_client_header_buffers 4 32k;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port} http2;
    location / {{ grpc_pass grpc://127.0.0.1:{behind}; }}
  }}
}}
"""


@contextlib.contextmanager
def envoy(folder):
    """Passes calls on to our server."""
    with trunkline(folder) as (_, behind):
        port = servers.free_ports(1)
        configuration = folder / "envoy.yaml"
        configuration.write_text(ENVOY.format(port=port, behind=behind))
        command = [ENVOY_BINARY, "-c", configuration, "--concurrency", 1,
                   "--disable-hot-restart", "--log-level", "error"]  # fmt: skip
        with started(folder, "envoy", port, command) as address:
            yield address


ENVOY = """\
static_resources:
  listeners:
  - address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: conformance
          codec_type: HTTP2
          http2_protocol_options: {{max_concurrent_streams: 100}}
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              routes: [{{match: {{prefix: "/"}}, route: {{cluster: calls}}}}]
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {{"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}
  clusters:
  - name: calls
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config: {{http2_protocol_options: {{}}}}
    load_assignment:
      cluster_name: calls
      endpoints:
      - lb_endpoints:
        - endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {behind}}}}}}}
"""


def is_installed(name):
    return {"trunkline": True, "envoy": ENVOY_BINARY.exists()}.get(name, shutil.which(name) is not None)


# By name; ours comes first, and is the only one that must pass.
PEERS = {"trunkline": trunkline, "nghttpd": nghttpd, "nginx": nginx, "envoy": envoy}
