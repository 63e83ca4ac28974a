import { Effect, Layer, Logger, Option } from "effect"
import { Settings } from "./Settings.ts"

/** Lines that a person reads or, for a collector of logs, lines of JSON; both on the standard error. */
export const logging = Layer.unwrapEffect(
  Effect.map(Settings, ({ logFormat, logLevel }) =>
    Layer.merge(
      Logger.replace(
        Logger.defaultLogger,
        Logger.withConsoleError(logFormat === "json" ? Logger.jsonLogger : Logger.logfmtLogger),
      ),
      Option.match(logLevel, { onNone: () => Layer.empty, onSome: (level) => Logger.minimumLogLevel(level) }),
    ),
  ),
)
