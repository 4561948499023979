module audiometer.example/golang-jwt-v4

go 1.24

require (
	audiometer.example/sdk v0.0.0
	github.com/golang-jwt/jwt/v4 v4.5.2
)

replace audiometer.example/sdk => ../sdk
