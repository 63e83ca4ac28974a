import { Config, ConfigError, Context, Duration, Effect, Either, Layer, Option, Redacted } from "effect"
import { baseUrlProblem } from "../domain/assistant/Provider.ts"
import { InvalidSettings } from "./ServerErrors.ts"

const between = (name: string, least: number, most: number, fallback: number) =>
  Config.integer(name).pipe(
    Config.validate({
      message: `${name} must be a whole number from ${least} to ${most}`,
      validation: (value) => value >= least && value <= most,
    }),
    Config.withDefault(fallback),
  )

const isWebAddress = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && (url.protocol === "http:" || url.protocol === "https:") && url.pathname === "/"
}

const config = Config.all({
  /** 0 lets the system choose a free one. */
  port: between("PORT", 0, 65_535, 3000),
  /** Only this machine can reach the default. */
  host: Config.nonEmptyString("HOST").pipe(Config.withDefault("127.0.0.1")),
  /** The folder of the database and of the secret. */
  dataFolder: Config.nonEmptyString("OPENCHAT_DATA").pipe(Config.withDefault("./data")),
  /** The folder of the built page. Absent: the `dist` of this checkout. */
  pageFolder: Config.nonEmptyString("OPENCHAT_PAGE").pipe(Config.option),
  /** A PostgreSQL instead of the file. */
  databaseUrl: Config.nonEmptyString("OPENCHAT_DATABASE_URL").pipe(
    Config.validate({
      message: "OPENCHAT_DATABASE_URL must begin with postgres:// or postgresql://",
      validation: (url) => /^postgres(ql)?:\/\//.test(url),
    }),
    Config.map((url) => Redacted.make(url)),
    Config.option,
  ),
  /** What sessions are signed with. Absent: one is made and kept in the data folder. */
  secret: Config.nonEmptyString("OPENCHAT_SECRET").pipe(
    Config.validate({
      message: "OPENCHAT_SECRET must have at least 32 characters",
      validation: (secret) => secret.length >= 32,
    }),
    Config.map((secret) => Redacted.make(secret)),
    Config.option,
  ),
  /** Where people reach the server, if that is not where it listens. Absent: whatever host they asked for. */
  publicUrl: Config.nonEmptyString("OPENCHAT_PUBLIC_URL").pipe(
    Config.validate({
      message: "OPENCHAT_PUBLIC_URL must be an address without a path, for example https://chat.example.org",
      validation: isWebAddress,
    }),
    Config.map((url) => new URL(url)),
    Config.option,
  ),
  /** How long deleted rows and records of events are kept. */
  retention: between("OPENCHAT_RETENTION_DAYS", 1, 36_500, 90).pipe(Config.map(Duration.days)),
  /** Bytes of a request's body, and of a message over WebSocket. Less would not hold the longest text and its base. */
  bodyLimit: between("OPENCHAT_BODY_LIMIT", 4_194_304, 104_857_600, 4_194_304),
  /** Calls a minute of one account, and as many of one address without an account. 0: no limit. */
  callsPerMinute: between("OPENCHAT_CALLS_PER_MINUTE", 0, 10_000_000, 6_000),
  /** Attempts to sign in or up, of one address in ten seconds. 0: no limit. */
  signInsPerTenSeconds: between("OPENCHAT_SIGN_INS_PER_10_SECONDS", 0, 10_000_000, 5),
  /** Whether a proxy in front says in `X-Forwarded-For` who asks. */
  trustProxy: Config.boolean("OPENCHAT_TRUST_PROXY").pipe(Config.withDefault(false)),
  /** A model that people reach through this server, up to `/v1`. Absent: there is none. */
  modelUrl: Config.nonEmptyString("OPENCHAT_MODEL_URL").pipe(
    Config.mapOrFail((url) => {
      const problem = baseUrlProblem(url)
      return problem === undefined
        ? Either.right(url.replace(/\/+$/, ""))
        : Either.left(ConfigError.InvalidData([], `OPENCHAT_MODEL_URL ${problem}`))
    }),
    Config.option,
  ),
  /** What the model's endpoint asks for. Only this server knows it. */
  modelKey: Config.nonEmptyString("OPENCHAT_MODEL_KEY").pipe(
    Config.validate({
      message: "OPENCHAT_MODEL_KEY has a character that no header can hold",
      validation: (key) => /^[\x21-\x7e]+$/.test(key),
    }),
    Config.map((key) => Redacted.make(key)),
    Config.option,
  ),
  logFormat: Config.literal("text", "json")("OPENCHAT_LOG_FORMAT").pipe(Config.withDefault("text" as const)),
  logLevel: Config.logLevel("OPENCHAT_LOG_LEVEL").pipe(Config.option),
})

/** What the environment says about the server; README.md has a table of it. */
export class Settings extends Context.Tag("openchat/server/Settings")<
  Settings,
  Config.Config.Success<typeof config>
>() {
  static readonly layer: Layer.Layer<Settings, InvalidSettings> = Layer.effect(
    Settings,
    Effect.mapError(config, (error) => new InvalidSettings({ problem: problemsOf(error).join(" ") })),
  )

  /** The defaults with some of them changed, whatever the environment says. */
  static readonly layerWith = (changes: Partial<Settings["Type"]>): Layer.Layer<Settings> =>
    Layer.succeed(Settings, { ...defaults, ...changes })
}

const defaults: Settings["Type"] = {
  port: 3000,
  host: "127.0.0.1",
  dataFolder: "./data",
  pageFolder: Option.none<string>(),
  databaseUrl: Option.none<Redacted.Redacted>(),
  secret: Option.none<Redacted.Redacted>(),
  publicUrl: Option.none<URL>(),
  retention: Duration.days(90),
  bodyLimit: 4_194_304,
  callsPerMinute: 6_000,
  signInsPerTenSeconds: 5,
  trustProxy: false,
  modelUrl: Option.none<string>(),
  modelKey: Option.none<Redacted.Redacted>(),
  logFormat: "text",
  logLevel: Option.none(),
}

/** One sentence for each of them: a config error is a tree. */
const problemsOf = (error: ConfigError.ConfigError): ReadonlyArray<string> => {
  switch (error._op) {
    case "And":
    case "Or":
      return [...problemsOf(error.left), ...problemsOf(error.right)]
    default: {
      const name = error.path.join("_")
      return [`${error.message.includes(name) ? "" : `${name}: `}${error.message}.`]
    }
  }
}
