"""Serves tables, queues and topics by moto (https://github.com/getmoto/moto) for the live simulated cloud.

Three things differ from `moto_server`:

- Time is what the simulated clock says. It stands still until `POST /causeway/clock` with {"now": milliseconds} moves it,
  so moto alone knows which message is hidden or delayed, and 900 seconds pass at once. Until it is set, it is the machine's.
- One request after the other. moto's models take no locks: two receivers at once could get the same message.
- A transaction on tables keeps a copy of the items that it touches. moto copies the whole of every table that a
  transaction touches, before each transaction, which makes it slower with every item stored.

Prints {"port": N} once it listens.
"""

import argparse
import copy
import datetime
import functools
import gc
import http.server
import io
import json
import sys
import threading
import types

import moto.core.utils
from moto import backends
from moto.core import responses
from moto.dynamodb import models as tables
from moto.sqs import models as queues
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app


class Clock:
    """Milliseconds since 1970 of the simulated time; None for the machine's."""

    now = None


class SimulatedDatetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        if Clock.now is None:
            return datetime.datetime.now(tz)
        return datetime.datetime.fromtimestamp(Clock.now / 1000, tz)


def keep_simulated_time() -> None:
    names = {name: getattr(datetime, name) for name in dir(datetime) if not name.startswith("__")}
    moto.core.utils.datetime = types.SimpleNamespace(**{**names, "datetime": SimulatedDatetime})
    # A queue asks for the time several times for every message that it holds, at every call.
    plain = moto.core.utils.unix_time
    queues.unix_time = lambda instant=None: plain(instant) if instant or Clock.now is None else Clock.now / 1000
    queues.unix_time_millis = lambda instant=None: queues.unix_time(instant) * 1000


def narrow_transactions() -> None:
    """Puts back the items that a failed transaction touched, instead of whole tables."""
    backend = tables.DynamoDBBackend
    original = backend.transact_write_items

    def key_of(table, op):
        attributes = op.get("Key") or op.get("Item") or {}
        value = lambda name: None if name is None else tables.DynamoType(attributes[name])
        return value(table.hash_key_attr), value(table.range_key_attr)

    def get(table, key):
        hash_key, range_key = key
        found = table.items.get(hash_key) if hash_key in table.items else None
        return found.get(range_key) if range_key is not None and found is not None else found

    def put_back(table, key, item):
        hash_key, range_key = key
        if range_key is None:
            if item is None:
                table.items.pop(hash_key, None)
            else:
                table.items[hash_key] = item
        elif item is None:
            if hash_key in table.items:
                table.items[hash_key].pop(range_key, None)
        else:
            table.items[hash_key][range_key] = item

    def transact_write_items(self, transact_items):
        before = []
        shards = {}
        for entry in transact_items:
            op = next(iter(entry.values()))
            table = self.tables.get(op.get("TableName"))
            if table is None or any(n and n not in (op.get("Key") or op.get("Item") or {}) for n in (table.hash_key_attr, table.range_key_attr)):
                continue
            key = key_of(table, op)
            before.append((table, key, copy.deepcopy(get(table, key))))
            if table.stream_shard is not None:
                shards[id(table.stream_shard)] = (table.stream_shard, len(table.stream_shard.items))
        try:
            return original(self, transact_items)
        except Exception:
            for table, key, item in before:
                put_back(table, key, item)
            for shard, length in shards.values():
                del shard.items[length:]
            raise

    backend.transact_write_items = transact_write_items
    # What the original copies is a table; the copy is put back only where the wrapper has put everything back itself.
    tables.copy = types.SimpleNamespace(deepcopy=lambda value: value if isinstance(value, tables.Table) else copy.deepcopy(value))


def remember() -> None:
    """Keeps what moto finds out anew at every request although it never changes: its own folders and methods."""
    modules = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)
    camelcase = functools.cache(moto.core.utils.camelcase_to_underscores)
    for module in (moto.core.utils, responses, queues):
        module.camelcase_to_underscores = camelcase


class Server(http.server.ThreadingHTTPServer):
    # As many callers as like may come at once.
    request_queue_size = 128


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by moto and keeps the connection, which moto's own server does not."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    app = DomainDispatcherApplication(create_backend_app)
    turn = threading.Lock()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.turn:
            if self.path == "/causeway/clock":
                Clock.now = json.loads(body)["now"]
                self.answer("204 No Content", [], b"")
                return
            started = []
            chunks = self.app(self.environ_of(body), lambda status, headers, error=None: started.append((status, headers)))
            content = b"".join(chunks)
        self.answer(*started[0], content)

    def environ_of(self, body: bytes) -> dict:
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        return {
            **headers,
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "RAW_URI": self.path,
            "REQUEST_URI": self.path,
            "QUERY_STRING": "",
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(self.server.server_address[1]),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    def answer(self, status: str, headers: list, content: bytes) -> None:
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    port = parser.parse_args().port
    keep_simulated_time()
    narrow_transactions()
    remember()
    # What is stored stays: to look through all of it again and again costs more than it finds.
    gc.set_threshold(100_000, 50, 1000)
    server = Server(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    # Whoever started it keeps its standard input open; when that ends, so does this.
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
