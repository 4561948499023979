module audiometer.example/gbrlsnchs-jwt

go 1.24

require (
	audiometer.example/sdk v0.0.0
	github.com/gbrlsnchs/jwt/v3 v3.0.1
)

require (
	github.com/magefile/mage v1.9.0 // indirect
	golang.org/x/crypto v0.0.0-20190927123631-a832865fa7ad // indirect
	golang.org/x/xerrors v0.0.0-20191204190536-9bdfabe68543 // indirect
)

replace audiometer.example/sdk => ../sdk
