module audiometer.example/dgrijalva-jwt-go

go 1.24

require (
	audiometer.example/sdk v0.0.0
	github.com/dgrijalva/jwt-go v3.2.0+incompatible
)

replace audiometer.example/sdk => ../sdk
