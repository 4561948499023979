// Package audiometer is the SDK for adapters in Go: it speaks the adapter protocol (JSON Lines on standard input and
// output), and the author writes one function from a token, a policy and the keys to a verdict:
//
//	func main() {
//		audiometer.Main(audiometer.Adapter{
//			Name: "some-jwt", Module: "example.com/some/jwt", Homepage: "https://...", Algorithms: []string{"HS256"},
//			Features: []string{"no-identifiers", "aud-required"}, Notes: "how the library is configured",
//			Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
//				err := jwt.Verify(token, keys.Secret(), jwt.Audience(policy.Identifiers...))
//				return audiometer.Decide(err, audiometer.Reasons{{jwt.ErrAudience, "aud-mismatch"}})
//			},
//		})
//	}
//
// A panic that escapes the function is answered as a fault. What is printed goes to standard error.
package audiometer

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// Policy is what the token is held against: see "Policy fields" in the protocol.
type Policy struct {
	Profile, Presence, Shape, Extras, Azp string
	Identifiers, Trusted                  []string
	ClientID                              *string `json:"client_id"`
	Issuer                                *string // nil: iss is not looked at
	TokenIssuer                           string  `json:"-"` // from start, for a library that insists on an issuer
}

// Keys are the verification keys: a JWK for each algorithm.
type Keys map[string]json.RawMessage

// Secret is the key for HS256.
func (keys Keys) Secret() []byte {
	var jwk struct{ K string }
	if err := json.Unmarshal(keys["HS256"], &jwk); err != nil {
		panic(err)
	}
	secret, err := base64.RawURLEncoding.DecodeString(jwk.K)
	if err != nil {
		panic(err)
	}
	return secret
}

// Verdict is a reply; its fields are those of the protocol.
type Verdict map[string]any

func Accept() Verdict { return Verdict{"verdict": "accept"} }
func Unsupported(feature string) Verdict {
	return Verdict{"verdict": "unsupported", "feature": feature}
}
func Fault(err any) Verdict { return Verdict{"verdict": "fault", "error": describe(err)} }

// Reject is for the library's own, documented refusal. The reason is one of the protocol's.
func Reject(reason string, err error) Verdict {
	return Verdict{"verdict": "reject", "reason": reason, "error": describe(err)}
}

// Reasons says which of the protocol's reasons an error of the library stands for; the first that fits counts.
type Reasons []struct {
	Err    error
	Reason string
}

// Decide accepts if there is no error, and rejects if there is: a Go library refuses a token by returning an error.
func Decide(err error, reasons Reasons) Verdict {
	if err == nil {
		return Accept()
	}
	for _, known := range reasons {
		if errors.Is(err, known.Err) {
			return Reject(known.Reason, err)
		}
	}
	return Verdict{"verdict": "reject", "error": describe(err)}
}

func describe(err any) string {
	text := []rune(fmt.Sprintf("%T: %v", err, err))
	return string(text[:min(len(text), 500)])
}

// Adapter describes the library. Module is its path; the version is read from the program's build information.
type Adapter struct {
	Name, Module, Homepage, Kind, Notes, Lifetime string
	Algorithms, Features, Profiles                []string // no Profiles: all of them
	Validate                                      func(token string, policy Policy, keys Keys) Verdict
}

// Main answers requests until the end of input.
func Main(adapter Adapter) {
	requests, output := bufio.NewReaderSize(os.Stdin, 1<<16), bufio.NewWriterSize(os.Stdout, 1<<16)
	replies, sent := json.NewEncoder(output), time.Time{}
	os.Stdout = os.Stderr // what is printed is no reply
	issuer, keys := "", Keys{}
	for {
		var ask *struct {
			Seq                uint64
			Cmd, Issuer, Token string
			Protocol           struct{ Min, Max int }
			Keys               Keys
			Policy             Policy
		}
		line, end := requests.ReadBytes('\n')
		if len(line) == 0 && end == io.EOF {
			return
		}
		if err := json.Unmarshal(line, &ask); err != nil || ask == nil {
			fmt.Fprintln(os.Stderr, "this is no request:", err)
			output.Flush()
			os.Exit(2)
		}
		reply := Unsupported("command " + ask.Cmd)
		if ask.Cmd == "start" {
			issuer, keys = ask.Issuer, ask.Keys
			reply = adapter.start(ask.Protocol.Min, ask.Protocol.Max)
		} else if ask.Cmd == "validate" {
			ask.Policy.TokenIssuer = issuer
			reply = adapter.answer(ask.Token, ask.Policy, keys)
		}
		reply["seq"] = ask.Seq
		err := replies.Encode(reply)
		// Several replies go out together, as long as none waits: for a read that may block, or for a slow library.
		read, _ := requests.Peek(requests.Buffered())
		if refused := ask.Cmd == "start" && reply["error"] != nil; err != nil || refused || !bytes.Contains(read, []byte("\n")) || time.Since(sent) > time.Millisecond {
			if output.Flush() != nil || err != nil || refused {
				os.Exit(1)
			}
			sent = time.Now()
		}
	}
}

func (adapter Adapter) start(min, max int) Verdict {
	if min > 1 || max < 1 {
		return Verdict{"error": "this adapter speaks version 1 of the protocol"}
	}
	version := ""
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if module.Path == adapter.Module {
			if module.Replace != nil {
				module = module.Replace
			}
			version = strings.TrimSuffix(strings.TrimPrefix(module.Version, "v"), "+incompatible")
		}
	}
	reply := Verdict{"protocol": 1, "algorithms": adapter.Algorithms, "features": adapter.Features, "window": 64, "notes": adapter.Notes}
	reply["implementation"] = map[string]string{"name": adapter.Name, "version": version, "language": "Go",
		"runtime": runtime.Version(), "registry": "go", "package": adapter.Module, "homepage": adapter.Homepage}
	for name, value := range map[string]string{"kind": adapter.Kind, "lifetime": adapter.Lifetime} {
		if value != "" {
			reply[name] = value
		}
	}
	if adapter.Profiles != nil {
		reply["profiles"] = adapter.Profiles
	}
	return reply
}

func (adapter Adapter) answer(token string, policy Policy, keys Keys) (reply Verdict) {
	for _, field := range [][3]string{
		{"presence", policy.Presence, "required optional"}, {"shape", policy.Shape, "any string"},
		{"extras", policy.Extras, "allowed trusted none"}, {"azp", policy.Azp, "ignored errata1 errata2 strict"},
	} {
		if !slices.Contains(strings.Fields(field[2]), field[1]) {
			return Unsupported(field[0] + "-" + field[1])
		}
	}
	defer func() {
		if panicked := recover(); panicked != nil {
			reply = Fault(panicked)
		}
	}()
	return adapter.Validate(token, policy, keys)
}
