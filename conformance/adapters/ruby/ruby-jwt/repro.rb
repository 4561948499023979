# frozen_string_literal: true

# What the suite finds in ruby-jwt 2.5.0, by the library alone: `ruby repro.rb`. Ends with an error where a line is no longer so.

require 'jwt'
require 'base64'
require 'openssl'

KEY = 'a key of this program, 32 bytes.'
ME = 'https://api.example.com'

def token(claims)
  signed = [{ alg: 'HS256' }.to_json, claims].map { |part| Base64.urlsafe_encode64(part, padding: false) }.join('.')
  "#{signed}.#{Base64.urlsafe_encode64(OpenSSL::HMAC.digest('SHA256', KEY, signed), padding: false)}"
end

def outcome(claims, options = { aud: [ME], verify_aud: true })
  JWT.decode(token(claims.b), KEY, true, { algorithm: 'HS256' }.merge(options))
  'accepted'
rescue StandardError => e
  e.class.name
end

def shows(what, expected, claims, **options)
  got = options.empty? ? outcome(claims) : outcome(claims, options)
  puts format('%-62<what>s %<got>s', what: what, got: got)
  abort "expected #{expected}" unless got == expected
end

puts "ruby-jwt #{JWT.gem_version}, json #{JSON::VERSION}, ruby #{RUBY_VERSION}"
shows 'the identifier', 'accepted', %({"aud":"#{ME}"})
shows 'another', 'JWT::InvalidAudError', '{"aud":"https://other.example.com"}'

puts 'No identifier is configured: aud is not looked at'
shows 'aud of another', 'accepted', '{"aud":"https://other.example.com"}', verify_aud: true
shows 'aud: without verify_aud: true', 'accepted', '{"aud":"https://other.example.com"}', aud: [ME]

puts 'A claims set that is no object is no DecodeError'
shows 'null', 'NoMethodError', 'null'
shows 'true', 'NoMethodError', 'true'
shows 'an array', 'TypeError', %([{"aud":"#{ME}","exp":4102444800}])
shows 'a string, if the identifier is "aud": String#[] finds it', 'accepted', '"aud"', aud: 'aud', verify_aud: true
shows 'a string in which no name of a claim is found', 'accepted', '""', verify_aud: true

puts 'The json of this Ruby reads more than JSON'
shows 'a comment', 'accepted', %({/* c */"aud":"#{ME}"})
shows 'an escape of a plain letter', 'accepted', %({"aud":"https://\\api.example.com"})
shows 'a byte that is no UTF-8, in another claim', 'accepted', %({"aud":"#{ME}","x":"\xFF"})
shows 'a surrogate as bytes, in another claim', 'accepted', %({"aud":"#{ME}","x":"\xED\xA0\x80"})
