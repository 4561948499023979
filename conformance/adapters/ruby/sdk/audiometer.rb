# frozen_string_literal: true

# The adapter protocol of audiometer, version 1, for Ruby. An adapter is a description and a block:
#
#     require_relative '../sdk/audiometer'
#     require 'jwt'
#     Audiometer.serve(name: 'ruby-jwt', version: JWT.gem_version.to_s, registry: 'debian', package: 'ruby-jwt', homepage: 'https://...',
#                      algorithms: ['HS256'], features: ['many-identifiers', 'aud-required'], notes: 'aud: and verify_aud: true') do |token, policy, start|
#       JWT.decode(token, start.secret, true, algorithm: 'HS256', aud: policy['identifiers'], verify_aud: true)
#       Audiometer.accept
#     rescue JWT::DecodeError => e
#       Audiometer.reject('other', e)
#     end
#
# The block says what the library said. It rescues what the library's documentation names as a refusal and nothing else: whatever
# escapes is reported as a fault.

require 'json'

module Audiometer
  # What the runner says first: the issuer of every token, and the verification keys, an algorithm to a JWK.
  Start = Struct.new(:issuer, :keys) do
    # The bytes of the symmetric key.
    def secret
      keys['HS256']['k'].tr('-_', '+/').unpack1('m')
    end
  end

  # The values that version 1 knows. A policy with another one is answered `unsupported`.
  KNOWN = {
    'presence' => %w[required optional], 'shape' => %w[any string], 'extras' => %w[allowed trusted none],
    'azp' => %w[ignored errata1 errata2 strict]
  }.freeze

  module_function

  # `audiences`, if given: what the library hands to the application.
  def accept(audiences = nil)
    { verdict: 'accept', audiences: audiences }.compact
  end

  # The library's own refusal. `reason` is one of the protocol's coarse reasons, `error` an exception or a text.
  def reject(reason, error)
    { verdict: 'reject', reason: reason, error: describe(error) }
  end

  def unsupported(feature, error = '')
    { verdict: 'unsupported', feature: feature, error: error }
  end

  # For libraries without an audience check: what `aud` holds. Without an argument: the claim is absent.
  def decoded(*aud)
    aud.empty? ? { verdict: 'decoded' } : { verdict: 'decoded', aud: aud.first }
  end

  def describe(error)
    error.is_a?(Exception) ? "#{error.class}: #{error.message.b[/.*/]}" : error.to_s # Ruby adds lines of source
  end

  # Answers every request on standard input, and returns at its end.
  def serve(description, &validate)
    Encoding.default_external = Encoding::UTF_8
    replies = $stdout.dup
    replies.sync = true
    $stdout.reopen($stderr) # whatever the library prints is no reply
    $stdin.set_encoding('UTF-8')
    start = nil
    $stdin.each_line do |line|
      request = parse(line)
      start = Start.new(request['issuer'], request['keys']) if request['cmd'] == 'start'
      reply = answer(request, description, start, &validate)
      replies.write("#{JSON.generate(printable({ seq: request['seq'] }.merge(reply)))}\n")
      exit 1 if reply[:error] && request['cmd'] == 'start'
    end
  end

  def parse(line)
    request = JSON.parse(line)
    return request if request.is_a?(Hash)

    abort_protocol('the request is no object')
  rescue JSON::ParserError
    abort_protocol('the request is no JSON')
  end

  def abort_protocol(message)
    warn message
    exit 2
  end

  def answer(request, description, start)
    case request['cmd']
    when 'start' then introduce(request, description)
    when 'validate'
      policy = request['policy']
      field, = KNOWN.find { |name, values| policy.key?(name) && !values.include?(policy[name]) }
      field ? unsupported("#{field}-#{policy[field]}") : yield(request['token'], policy, start)
    else unsupported("command #{request['cmd']}")
    end
  rescue Exception => e # a fault is anything at all, SystemStackError too
    raise if e.is_a?(SignalException)

    { verdict: 'fault', error: describe(e) }
  end

  def introduce(request, description)
    offered = request['protocol']
    return { error: "speaks protocol 1, not #{offered['min']} to #{offered['max']}" } unless (offered['min']..offered['max']).cover?(1)

    names = %i[name version registry package homepage]
    implementation = description.slice(*names).merge(language: 'Ruby', runtime: "#{RUBY_ENGINE} #{RUBY_VERSION}")
    { protocol: 1, window: 64, implementation: implementation }.merge(description.reject { |key, _| names.include?(key) })
  end

  # Strings may hold any bytes: those that are no UTF-8 (a lone surrogate that the library let through, say) are shown as \xED, so that
  # they equal nothing. JSON has no infinity (1e999 read as a float): null. Long errors are cut.
  def printable(value, key = nil)
    case value
    when Hash then value.to_h { |name, member| [name.is_a?(String) ? printable(name) : name, printable(member, name)] }
    when Array then value.map { |item| printable(item) }
    when String
      text = value.dup.force_encoding('UTF-8').scrub { |bytes| bytes.unpack('C*').map { |byte| format('\\x%02X', byte) }.join }
      key == :error ? text[0, 500] : text
    when Float then value.finite? ? value : nil
    else value
    end
  end
end
