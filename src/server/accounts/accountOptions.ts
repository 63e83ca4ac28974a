import { APIError } from "better-auth/api"
import { bearer } from "better-auth/plugins"
import type { BetterAuthOptions } from "better-auth"
import { Option, Schema } from "effect"
import { nanoid } from "nanoid"
import { Name } from "../../domain/Text.ts"
import type { Settings } from "../Settings.ts"
import { isOwnOrigin } from "./ownOrigin.ts"

/** Seconds. A session that is used within them begins anew, at most once a day. */
const sessionAge = 90 * 86_400
const renewedAfter = 86_400

/** Set by `accountRoutes` on every request, whatever the client sent under this name. */
export const addressHeader = "x-openchat-address"

const isName = Schema.is(Name)

/** The sync of a name or address that no device takes would stop at it. */
const refuseUnusable = (user: { readonly name?: unknown; readonly email?: unknown }) => {
  for (const field of ["name", "email"] as const) {
    if (user[field] === undefined || isName(user[field])) continue
    throw APIError.fromStatus("BAD_REQUEST", {
      code: "INVALID_INPUT",
      message: `The ${field} cannot be used.`,
    })
  }
  return Promise.resolve()
}

/** How better-auth is set up: addresses and passwords, sessions by cookie or bearer token, nothing sent elsewhere. */
export const accountOptions = ({ publicUrl, signInsPerTenSeconds }: Settings["Type"], secret: string) => {
  const signIns = signInsPerTenSeconds === 0 ? false : ({ window: 10, max: signInsPerTenSeconds } as const)
  return {
    appName: "OpenChat",
    basePath: "/api/auth",
    ...(Option.isSome(publicUrl) ? { baseURL: publicUrl.value.origin } : {}),
    secret,
    telemetry: { enabled: false },
    trustedOrigins: (request) => {
      const origin = request?.headers.get("origin") ?? undefined
      const host = request?.headers.get("host") ?? undefined
      return origin !== undefined && isOwnOrigin({ origin, host }, publicUrl) ? [origin] : []
    },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128, autoSignIn: true },
    user: { modelName: "auth_user" },
    account: { modelName: "auth_account" },
    verification: { modelName: "auth_verification" },
    session: { modelName: "auth_session", expiresIn: sessionAge, updateAge: renewedAfter },
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "auth_rate_limit",
      window: 10,
      max: 100,
      // the look at one's own session is limited with the other calls
      customRules: { "/sign-in/*": signIns, "/sign-up/*": signIns, "/get-session": false },
    },
    // the database has the tokens without their signatures: whoever reads a backup must not be let in
    plugins: [bearer({ requireSignature: true })],
    databaseHooks: {
      user: { create: { before: refuseUnusable }, update: { before: refuseUnusable } },
    },
    advanced: {
      cookiePrefix: "openchat",
      useSecureCookies: Option.isSome(publicUrl) && publicUrl.value.protocol === "https:",
      // said although they are the defaults: a test environment would switch them off
      disableCSRFCheck: false,
      disableOriginCheck: false,
      database: { generateId: () => nanoid() },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
  } satisfies BetterAuthOptions
}
