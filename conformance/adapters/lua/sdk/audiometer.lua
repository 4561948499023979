-- The SDK for adapters in Lua: everything of the protocol but the library. A whole adapter:
--
--     local audiometer = require "audiometer"
--     local mylib = require "mylib"
--
--     audiometer.serve({ name = "mylib", package = "lua-mylib", homepage = "https://mylib.example", algorithms = { "HS256" }, features = { "aud-required" },
--                        notes = "one expected value" },
--       function(token, policy, keys)
--         local ok, problem = mylib.verify(token, audiometer.secret(keys.HS256), policy.identifiers[1])
--         return ok and audiometer.accept() or audiometer.reject("aud-mismatch", problem)
--       end)
--
-- Every error is a fault. `kind = "decoder"` and `profiles = {...}` may be added. What is printed goes to stderr.
-- Run: lua5.4 adapter.lua (needs lua-cjson)
local json = require "cjson"
json.decode_max_depth(100000)
json.decode_invalid_numbers(false)
local audiometer = {}

local known = { presence = "required optional", shape = "any string", extras = "allowed trusted none", azp = "ignored errata1 errata2 strict" }

function audiometer.accept() return { verdict = "accept" } end
function audiometer.reject(reason, problem) return { verdict = "reject", reason = reason, error = tostring(problem):sub(1, 500) } end
function audiometer.unsupported(feature, problem) return { verdict = "unsupported", feature = feature, error = problem } end
-- What the library hands over, as JSON text (a Lua table does not tell {} from []); nil: it hands over no aud.
function audiometer.decoded(text)
  -- Where a string is no UTF-8, its bytes go as text ("\\xFF"). A value that JSON does not have (inf) goes as an object: it is no string either.
  if text and not utf8.len(text) then text = text:gsub("[\x80-\xff]", function(c) return ("\\\\x%02X"):format(c:byte()) end) end
  if text and not pcall(json.decode, "[" .. text .. "]") then text = json.encode { unrepresentable = text } end
  return { verdict = "decoded" }, text and '"aud":' .. text
end

-- The bytes of a symmetric JWK.
function audiometer.secret(jwk)
  local digits, bits, held, bytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 0, 0, {}
  for digit in jwk.k:gmatch "." do
    bits, held = bits << 6 | assert(digits:find(digit, 1, true)) - 1, held + 6
    if held >= 8 then
      held = held - 8
      bytes[#bytes + 1] = string.char(bits >> held & 255)
    end
  end
  return table.concat(bytes)
end

local function dpkg(package, field)
  local pipe = io.popen("dpkg-query -W -f '${" .. field .. "}' " .. package)
  return assert(pipe:read "l", "no version of " .. package)
end

-- cjson writes an empty table as an object.
local function list(name, values) return ('"%s":%s'):format(name, #values > 0 and json.encode(values) or "[]") end

local function start(me)
  local version = dpkg(me.package, "source:Upstream-Version"):match "^[^+~]+"
  local lists = list("algorithms", me.algorithms) .. "," .. list("features", me.features)
  if me.profiles then lists = lists .. "," .. list("profiles", me.profiles) end
  return { protocol = 1, kind = me.kind, window = 64, notes = me.notes,
           implementation = { name = me.name, version = version, language = "Lua", runtime = _VERSION .. ", Debian " .. dpkg(me.package, "Version"),
                              registry = "debian", package = me.package, homepage = me.homepage } }, lists
end

local function put(validate, request, keys)
  for field, values in pairs(known) do -- a value that this SDK has never heard of would be configured wrongly
    local value = tostring(request.policy[field])
    if not (" " .. values .. " "):find(" " .. value .. " ", 1, true) then return audiometer.unsupported(field .. "-" .. value) end
  end
  if request.policy.issuer == json.null then request.policy.issuer = nil end
  local done, reply, text = pcall(validate, request.token, request.policy, keys)
  if done then return reply, text end
  return { verdict = "fault", error = tostring(reply):sub(1, 500) }
end

function audiometer.serve(me, validate)
  local out, keys = io.stdout, {}
  io.stdout = io.stderr
  io.output(io.stderr)
  print = function(...) io.stderr:write(table.concat({ ... }, "\t"), "\n") end
  for line in io.stdin:lines() do
    local read, request = pcall(json.decode, line)
    if not read or not line:find "^%s*{" then
      io.stderr:write "not a request\n"
      os.exit(2)
    end
    local offered, reply, text = true, nil, nil
    if request.cmd == "start" then
      offered, keys = request.protocol.min <= 1 and request.protocol.max >= 1, request.keys
      if offered then reply, text = start(me) else reply = { error = "this adapter speaks protocol 1 only" } end
    elseif request.cmd == "validate" then
      reply, text = put(validate, request, keys)
    else
      reply = audiometer.unsupported("command " .. tostring(request.cmd))
    end
    reply.seq = request.seq
    local encoded = json.encode(reply)
    out:write(text and encoded:sub(1, -2) .. "," .. text .. "}" or encoded, "\n")
    out:flush()
    if not offered then os.exit(1) end
  end
end

return audiometer
