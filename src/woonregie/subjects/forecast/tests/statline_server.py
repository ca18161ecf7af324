"""A catalogue on this computer that speaks as the one of StatLine does, over real HTTP.

It has the columns, codes, blanks and placeholders of the real tables, and invented figures. It
gives pages of a few rows, keeps to $select and $filter, and does not know other tables.
"""

import json
import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

PAGE = 100
_PART = re.compile(r"/ODataFeed/odata/([^/]+)/([^/]*)")
_EQUAL = re.compile(r"(\w+) eq '([^']*)'")
_HOLDS = re.compile(r"substringof\('([^']*)',(\w+)\)")


def properties(*dimensions, topics):
    """Return DataProperties: the dimensions, and the figures."""
    kinds = {"RegioS": "GeoDimension", "Regions": "GeoDimension"}
    kinds |= {"Perioden": "TimeDimension", "Periods": "TimeDimension"}
    rows = [{"Key": name, "Type": kinds.get(name, "Dimension")} for name in dimensions]
    return [
        *rows,
        {"Key": "", "Type": "TopicGroup"},
        *({"Key": t, "Type": "Topic"} for t in topics),
    ]


class Catalog:
    """What the server has, and how it behaves."""

    def __init__(self, tables):
        self.tables = tables
        self.asked = []
        self.seconds = 0.0
        self.status = 200
        self.body = None

    def answer(self, path, query):
        """Return status and body for a question."""
        self.asked.append((path, query))
        time.sleep(self.seconds)
        if self.status != 200 or self.body is not None:
            return self.status, self.body or b""
        match = _PART.fullmatch(path)
        rows = self.tables.get(match[1], {}).get(match[2]) if match else None
        if rows is None:
            return 404, b"Resource not found for the segment"
        where, select = query.get("$filter", ""), query.get("$select", "")
        found = [row for row in rows if all(fits(row) for fits in _fitting(where))]
        if select:
            found = [{name: row[name] for name in select.split(",")} for row in found]
        start = int(query.get("$skip", 0))
        told = {"odata.metadata": "", "value": found[start : start + PAGE]}
        if start + PAGE < len(found):
            rest = {**query, "$skip": str(start + PAGE)}
            more = "&".join(f"{name}={quote(value)}" for name, value in rest.items())
            told["odata.nextLink"] = f"{self.address}{path}?{more}"
        return 200, json.dumps(told).encode()


def _fitting(where):
    """Return what a row has to answer to: parts of eq and substringof, between which is "and"."""
    found = []
    for part in filter(None, where.split(" and ")):
        equal, holds = _EQUAL.findall(part), _HOLDS.fullmatch(part)
        if holds:
            found.append(lambda row, holds=holds: holds[1] in row[holds[2]])
        else:
            told = " or ".join(f"{name} eq '{key}'" for name, key in equal)
            assert part == f"({told})", part
            found.append(lambda row, equal=equal: any(row[name] == key for name, key in equal))
    return found


@contextmanager
def serving(catalog):
    """Serve a catalogue on a free port of this computer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            status, body = catalog.answer(address.path, query)
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except BrokenPipeError:
                pass

        def log_message(self, *_arguments):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        catalog.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield catalog
        finally:
            server.shutdown()
            thread.join()
