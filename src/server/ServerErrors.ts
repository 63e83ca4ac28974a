import type { HttpServerError } from "@effect/platform"
import { Predicate, Schema } from "effect"

/** The server cannot have its address. Cure: another port or host. */
export class CannotListen extends Schema.TaggedError<CannotListen>()("CannotListen", {
  host: Schema.String,
  port: Schema.Int,
  /** The system's name for the reason, for example EADDRINUSE. */
  code: Schema.String,
}) {
  override get message() {
    switch (this.code) {
      case "EADDRINUSE":
        return `Port ${this.port} is in use by another program. Stop it, or choose a port: PORT=${this.port + 1} npm start`
      case "EACCES":
        return `This account may not use port ${this.port}. Choose one above 1023: PORT=3000 npm start`
      case "EADDRNOTAVAIL":
      case "ENOTFOUND":
        return `This machine has no address ${this.host}. Set HOST to one that it has, for example 127.0.0.1.`
      default:
        return `The server cannot listen on ${this.host}, port ${this.port} (${this.code}).`
    }
  }
}

export const cannotListen =
  (host: string, port: number) =>
  ({ cause }: HttpServerError.ServeError) => {
    const code = Predicate.hasProperty(cause, "code") ? String(cause.code) : String(cause)
    return new CannotListen({ host, port, code })
  }

/** There is nothing to serve. Cure: building the page. */
export class PageNotBuilt extends Schema.TaggedError<PageNotBuilt>()("PageNotBuilt", {
  folder: Schema.String,
}) {
  override get message() {
    return `There is no page in ${this.folder}. Build it with: npm run build`
  }
}

/** The environment names a port or host that cannot be. Cure: changing or unsetting the variable. */
export class InvalidSettings extends Schema.TaggedError<InvalidSettings>()("InvalidSettings", {
  problem: Schema.String,
}) {
  override get message() {
    return `The server's settings cannot be used. ${this.problem}`
  }
}

/** The database of the server cannot be used. Cure: what the detail says, mostly another folder or address. */
export class StoreUnavailable extends Schema.TaggedError<StoreUnavailable>()("StoreUnavailable", {
  /** A file, or a PostgreSQL without its password. */
  store: Schema.String,
  detail: Schema.String,
}) {
  override get message() {
    return `The database ${this.store} cannot be used: ${this.detail}.`
  }
}

/** The accounts' part of the database could not be made ready. Cure: what the detail says. */
export class AccountsUnavailable extends Schema.TaggedError<AccountsUnavailable>()("AccountsUnavailable", {
  detail: Schema.String,
}) {
  override get message() {
    return `Accounts cannot be used: ${this.detail}.`
  }
}
