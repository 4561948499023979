module audiometer.example/sdk

go 1.22
