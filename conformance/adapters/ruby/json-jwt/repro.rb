# frozen_string_literal: true

# What the suite finds in json-jwt 1.14.0, by the library alone: `ruby repro.rb`. Ends with an error where a line is no longer so.

require 'json/jwt'

KEY = 'a key of this program, 32 bytes.'
ME = 'https://api.example.com'

def token(claims)
  signed = ['{"alg":"HS256"}', claims].map { |part| Base64.urlsafe_encode64(part, padding: false) }.join('.')
  "#{signed}.#{Base64.urlsafe_encode64(OpenSSL::HMAC.digest('SHA256', KEY, signed), padding: false)}"
end

def outcome(claims)
  JSON::JWT.decode(token(claims.b), KEY, :HS256)[:aud].inspect
rescue StandardError => e
  e.class.name
end

def shows(what, expected, claims)
  got = outcome(claims)
  puts format('%-62<what>s %<got>s', what: what, got: got)
  abort "expected #{expected}" unless got == expected
end

puts "json-jwt #{Gem.loaded_specs['json-jwt'].version}, json #{JSON::VERSION}, ruby #{RUBY_VERSION}"
shows 'the identifier', ME.inspect, %({"aud":"#{ME}"})

puts 'A claims set that is no object is no JSON::JWT::Exception'
shows 'null', 'NoMethodError', 'null'
shows 'true', 'NoMethodError', 'true'
shows 'a string', 'NoMethodError', '"aud"'
shows 'an array', 'NoMethodError', %([{"aud":"#{ME}"}])

puts 'The json of this Ruby reads more than JSON'
shows 'a comment', ME.inspect, %({/* c */"aud":"#{ME}"})
shows 'an escape of a plain letter', ME.inspect, %({"aud":"https://\\api.example.com"})
shows 'a byte that is no UTF-8, in another claim', ME.inspect, %({"aud":"#{ME}","x":"\xFF"})
shows 'a surrogate as bytes, in another claim', ME.inspect, %({"aud":"#{ME}","x":"\xED\xA0\x80"})
