import { Config, Effect } from "effect"
import { InvalidSettings } from "./ServerErrors.ts"

/** What the environment may say about the page server. */
export const settings = Config.all({
  /** 0 lets the system choose a free one. */
  port: Config.integer("PORT").pipe(
    Config.validate({
      message: "PORT must be a number from 0 to 65535",
      validation: (port) => port >= 0 && port <= 65_535,
    }),
    Config.withDefault(3000),
  ),
  /** Only this machine can reach the default. */
  host: Config.nonEmptyString("HOST").pipe(Config.withDefault("127.0.0.1")),
}).pipe(Effect.mapError((problem) => new InvalidSettings({ problem: String(problem) })))
