-- Asks the addresses of a file one after the other, each from another reader's address; tells the figures as JSON.
-- Environment: ASK_PATHS (a file, one path a line), ASK_HEADERS (a file, "Name: value" a line; may be empty).
local prepared, at = {}, 0
local started = 0

function setup(thread)
  thread:set("number", started)
  started = started + 1
end

function init(args)
  local headers = {}
  for line in io.lines(os.getenv("ASK_HEADERS")) do
    local name, value = line:match("^([^:]+): (.*)$")
    headers[name] = value
  end
  local reader = 0
  for path in io.lines(os.getenv("ASK_PATHS")) do
    reader = reader + 1
    headers["X-Forwarded-For"] = "10." .. number .. "." .. math.floor(reader / 250) % 250 .. "." .. reader % 250 + 1
    prepared[reader] = wrk.format("GET", path, headers)
  end
  at = math.floor(#prepared / 2) * number  -- two threads begin at different places
end

function request()
  at = at % #prepared + 1
  return prepared[at]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "bytes": %d, "p50": %.6f, "p99": %.6f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
