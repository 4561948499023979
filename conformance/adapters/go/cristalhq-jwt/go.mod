module audiometer.example/cristalhq-jwt

go 1.24

require (
	audiometer.example/sdk v0.0.0
	github.com/cristalhq/jwt/v5 v5.4.0
)

replace audiometer.example/sdk => ../sdk
