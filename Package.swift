// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let database: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "CuaKhau",
    products: [
        .executable(name: "cuakhau", targets: ["cuakhau"]),
        // Wire holds the errors that a gateway answers with.
        .library(name: "CuaKhauClient", targets: ["Client", "Wire"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-protobuf.git", exact: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV.git", exact: "0.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", exact: "0.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(name: "CSodium", providers: [.apt(["libsodium-dev"])]),
        .target(name: "ZeroMQ", dependencies: ["CZeroMQ"], swiftSettings: settings),
        .target(
            name: "Contracts",
            dependencies: [protobuf],
            resources: [.embedInCode("descriptors.binpb")],
            swiftSettings: settings
        ),
        .target(name: "Wire", dependencies: ["Contracts", protobuf], swiftSettings: settings),
        .target(
            name: "Journal",
            dependencies: ["CSodium", database, sqlite, crypto, .product(name: "DequeModule", package: "swift-collections")],
            swiftSettings: settings
        ),
        .target(
            name: "Broker",
            dependencies: [
                "Journal", "Wire", "ZeroMQ", "Contracts", protobuf, logging, yaml,
                .product(name: "DequeModule", package: "swift-collections"), .product(name: "HeapModule", package: "swift-collections"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Client",
            dependencies: [
                "Wire", "ZeroMQ", "Contracts", protobuf, database, sqlite, logging, yaml, crypto,
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Agencies",
            dependencies: [
                "Client", "Wire", "Contracts", protobuf, database, logging, yaml, crypto, .product(name: "SwiftCSV", package: "SwiftCSV"),
            ],
            // Links to seeds/, so that there is one copy of each table.
            resources: ["targets", "funds", "report_deadlines", "organisations", "gates", "communes", "districts"].map {
                .embedInCode("Reference/Data/\($0).csv")
            },
            swiftSettings: settings
        ),
        .executableTarget(
            name: "cuakhau",
            dependencies: [
                "Broker", "Client", "Agencies", "Contracts", "Wire", "Journal", "ZeroMQ", protobuf, database, sqlite, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "ZeroMQTests", dependencies: ["ZeroMQ"], swiftSettings: settings),
        .testTarget(name: "ContractsTests", dependencies: ["Contracts", protobuf], swiftSettings: settings),
        .testTarget(name: "WireTests", dependencies: ["Wire", "Contracts", protobuf], swiftSettings: settings),
        .testTarget(name: "JournalTests", dependencies: ["Journal", sqlite, crypto], swiftSettings: settings),
        .testTarget(
            name: "BrokerTests",
            dependencies: ["Broker", "Journal", "Wire", "Contracts", "ZeroMQ", protobuf, logging],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ClientTests",
            dependencies: ["Client", "Wire", "Contracts", "ZeroMQ", protobuf, database, sqlite, logging, crypto],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["Agencies", "Broker", "Client", "Journal", "Wire", "Contracts", "ZeroMQ", protobuf, crypto],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AgenciesTests",
            dependencies: ["Agencies", "Client", "Contracts", protobuf, database, logging, crypto],
            swiftSettings: settings
        ),
        .testTarget(name: "cuakhauTests", dependencies: ["cuakhau", "Client", "Contracts"], swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["cuakhau", "Agencies", "Client", "Broker", "Wire", "Contracts", "Journal", "ZeroMQ", protobuf, sqlite, logging],
            path: "Tests/EndToEnd",
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
