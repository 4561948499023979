module audiometer.example/pascaldekloe-jwt

go 1.24

require (
	audiometer.example/sdk v0.0.0
	github.com/pascaldekloe/jwt v1.12.0
)

replace audiometer.example/sdk => ../sdk
