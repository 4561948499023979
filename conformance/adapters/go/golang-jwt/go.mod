module audiometer.example/golang-jwt

go 1.22

require (
	audiometer.example/sdk v0.0.0
	github.com/golang-jwt/jwt/v5 v5.3.1
)

replace audiometer.example/sdk => ../sdk
