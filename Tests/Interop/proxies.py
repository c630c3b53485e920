"""Proxies that stand before our server: nginx with grpc_pass, and Envoy; in clear text, or with TLS on both sides."""

import contextlib
import pathlib
import shutil
import sys

import servers

# The environment's own.
ENVOY_BINARY = pathlib.Path(sys.executable).with_name("envoy")


@contextlib.contextmanager
def started(folder, name, port, command):
    log = folder / f"{name}.log"
    with servers.process(command, log) as child:
        servers.wait_until(lambda: not servers.is_free(port), child, log)
        yield port


@contextlib.contextmanager
def nginx(folder, behind, certificates=None):
    """Yields the port of an nginx that passes calls on."""
    port = servers.free_ports(1)
    configuration = folder / f"nginx-{port}.conf"
    tls = NGINX_TLS.format(chain=certificates.chain, key=certificates.key) if certificates else ""
    configuration.write_text(
        NGINX.format(
            folder=folder, port=port, behind=behind, tls=tls,
            ssl="ssl " if certificates else "", scheme="grpcs" if certificates else "grpc",
        )  # fmt: skip
    )
    with started(folder, f"nginx-{port}", port, ["nginx", "-c", configuration, "-p", folder]):
        yield port


NGINX = """\
daemon off; master_process off; pid {folder}/nginx-{port}.pid; error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_max_body_size 0; large_client_header_buffers 4 32k;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port} {ssl}http2;{tls}
    location / {{ grpc_pass {scheme}://127.0.0.1:{behind}; }}
  }}
}}
"""
NGINX_TLS = " ssl_certificate {chain}; ssl_certificate_key {key};"


@contextlib.contextmanager
def envoy(folder, behind, certificates=None):
    """Yields the port of an Envoy that passes calls on."""
    port = servers.free_ports(1)
    configuration = folder / f"envoy-{port}.yaml"
    downstream = upstream = ""
    if certificates:
        downstream = ENVOY_DOWNSTREAM_TLS.format(chain=certificates.chain, key=certificates.key)
        upstream = ENVOY_UPSTREAM_TLS.format(authority=certificates.authority, host=certificates.host)
    configuration.write_text(ENVOY.format(port=port, behind=behind, downstream=downstream, upstream=upstream))
    command = [ENVOY_BINARY, "-c", configuration, "--concurrency", 1,
               "--disable-hot-restart", "--log-level", "error"]  # fmt: skip
    with started(folder, f"envoy-{port}", port, command):
        yield port


ENVOY = """\
static_resources:
  listeners:
  - address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: calls
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
{downstream}  clusters:
  - name: calls
{upstream}    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config: {{http2_protocol_options: {{}}}}
    load_assignment:
      cluster_name: calls
      endpoints:
      - lb_endpoints:
        - endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {behind}}}}}}}
"""
ENVOY_DOWNSTREAM_TLS = """\
      transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            alpn_protocols: [h2]
            tls_certificates:
            - {{certificate_chain: {{filename: {chain}}}, private_key: {{filename: {key}}}}}
"""
ENVOY_UPSTREAM_TLS = """\
    transport_socket:
      name: envoy.transport_sockets.tls
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        sni: {host}
        common_tls_context:
          alpn_protocols: [h2]
          validation_context:
            trusted_ca: {{filename: {authority}}}
"""

PROXIES = {"nginx": nginx, "envoy": envoy}


def installed():
    present = {"nginx": shutil.which("nginx") is not None, "envoy": ENVOY_BINARY.exists()}
    return {name: proxy for name, proxy in PROXIES.items() if present[name]}
