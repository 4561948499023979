<?php

/**
 * The adapter protocol of audiometer, version 1, for PHP. An adapter is a description and a function:
 *
 *     require __DIR__ . '/../sdk/audiometer.php';
 *     require 'vendor/autoload.php';
 *     Audiometer\serve(
 *         ['name' => 'lib', 'version' => Lib::VERSION, 'registry' => 'debian', 'package' => 'php-lib', 'homepage' => 'https://...',
 *          'algorithms' => ['HS256'], 'features' => ['aud-required'], 'notes' => 'Lib::verify with the audience'],
 *         function (string $token, array $policy, Audiometer\Start $start): array {
 *             try {
 *                 Lib::verify($token, $start->secret(), $policy['identifiers'][0]);
 *                 return Audiometer\accept();
 *             } catch (Lib\VerificationFailed $e) {
 *                 return Audiometer\reject('other', $e);
 *             }
 *         });
 *
 * The function says what the library said. It catches what the library's documentation names as a refusal and nothing else: whatever
 * escapes is reported as a fault.
 */

declare(strict_types=1);

namespace Audiometer;

/** What the runner says first: the issuer of every token, and the verification keys, an algorithm to a JWK. */
final class Start
{
    public function __construct(public readonly string $issuer, public readonly array $keys)
    {
    }

    /** The bytes of the symmetric key. */
    public function secret(): string
    {
        return base64_decode(strtr($this->keys['HS256']['k'], '-_', '+/'));
    }
}

/** The values that version 1 knows. A policy with another one is answered `unsupported`. */
const KNOWN = [
    'presence' => ['required', 'optional'], 'shape' => ['any', 'string'], 'extras' => ['allowed', 'trusted', 'none'],
    'azp' => ['ignored', 'errata1', 'errata2', 'strict'],
];

function accept(): array
{
    return ['verdict' => 'accept'];
}

/** The library's own refusal; `$reason` is one of the protocol's coarse reasons. */
function reject(string $reason, \Throwable|string $error): array
{
    return ['verdict' => 'reject', 'reason' => $reason, 'error' => describe($error)];
}

function unsupported(string $feature, string $error = ''): array
{
    return ['verdict' => 'unsupported', 'feature' => $feature, 'error' => $error];
}

/** For libraries without an audience check: what `aud` holds. Without an argument: the claim is absent. */
function decoded(mixed ...$aud): array
{
    return ['verdict' => 'decoded'] + ($aud === [] ? [] : ['aud' => $aud[0]]);
}

function describe(\Throwable|string $error): string
{
    $text = is_string($error) ? $error : $error::class . ': ' . $error->getMessage();

    $text = preg_replace('/, called in .* on line \d+$/', '', $text);

    return mb_substr(mb_scrub($text, 'UTF-8'), 0, 500, 'UTF-8');
}

/** Answers every request on standard input, and returns at its end. */
function serve(array $description, callable $validate): void
{
    ini_set('display_errors', 'stderr');
    ini_set('log_errors', '0'); // or each is printed twice
    error_reporting(E_ALL & ~E_DEPRECATED);
    ob_start(static function (string $text): string { // whatever the library prints is no reply
        fwrite(STDERR, $text);

        return '';
    }, 1);
    $start = null;
    while (($line = fgets(STDIN)) !== false) {
        $request = json_decode($line, true); // objects as arrays: those cannot have members whose name begins with U+0000
        if (!is_array($request) || array_is_list($request)) {
            fwrite(STDERR, "the request is no JSON object\n");
            exit(2);
        }
        if (($request['cmd'] ?? null) === 'start') {
            $start = new Start($request['issuer'], $request['keys']);
        }
        try {
            $reply = answer($request, $description, $start, $validate);
        } catch (\Throwable $e) {
            $reply = ['verdict' => 'fault', 'error' => describe($e)];
        }
        // A partial output: INF (1e999 read as a float) has no JSON and becomes 0.
        $flags = JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE;
        fwrite(STDOUT, json_encode(['seq' => $request['seq']] + $reply, $flags, 4096) . "\n");
        if ($request['cmd'] === 'start' && isset($reply['error'])) {
            exit(1);
        }
    }
}

function answer(array $request, array $description, ?Start $start, callable $validate): array
{
    if ($request['cmd'] === 'start') {
        ['min' => $min, 'max' => $max] = $request['protocol'];
        if ($min > 1 || $max < 1) {
            return ['error' => "speaks protocol 1, not $min to $max"];
        }
        $names = array_flip(['name', 'version', 'registry', 'package', 'homepage']);
        $implementation = array_intersect_key($description, $names) + ['language' => 'PHP', 'runtime' => 'PHP ' . PHP_VERSION];

        return ['protocol' => 1, 'window' => 64, 'implementation' => $implementation] + array_diff_key($description, $names);
    }
    if ($request['cmd'] !== 'validate') {
        return unsupported("command {$request['cmd']}");
    }
    foreach (KNOWN as $field => $values) {
        $value = $request['policy'][$field] ?? $values[0];
        if (!in_array($value, $values, true)) {
            return unsupported($field . '-' . (is_string($value) ? $value : json_encode($value)));
        }
    }

    return $validate($request['token'], $request['policy'], $start);
}
