module audiometer.example/kataras-jwt

go 1.25

require (
	audiometer.example/sdk v0.0.0
	github.com/kataras/jwt v0.1.17
)

replace audiometer.example/sdk => ../sdk
