import { AccountRefused } from "../../domain/errors/SyncErrors.ts"
import type { Failure } from "../client/Failure.ts"

/** What somebody wants with an email and a password. */
export type Purpose = "sign-in" | "create"

export interface Entered {
  readonly email: string
  readonly password: string
}

/** What is wrong, and with which field. */
export interface Problem {
  readonly field: "email" | "password" | null
  readonly sentence: string
}

const shortest = 8

const refusal = (reason: AccountRefused["reason"]) => new AccountRefused({ reason, detail: "" }).message

/** What the server would refuse anyway; undefined if nothing is. */
export const entryProblem = ({ email, password }: Entered, purpose: Purpose): Problem | undefined => {
  const address = email.trim()
  if (address === "") return { field: "email", sentence: "Type your email address." }
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) return { field: "email", sentence: refusal("invalid-email") }
  if (password === "") return { field: "password", sentence: "Type your password." }
  if (purpose === "create" && password.length < shortest) {
    return { field: "password", sentence: refusal("weak-password") }
  }
  return undefined
}

const fields: Readonly<Record<AccountRefused["reason"], Problem["field"]>> = {
  "wrong-password": "password",
  "email-taken": "email",
  "invalid-email": "email",
  "weak-password": "password",
  other: null,
}

const passing: ReadonlySet<string> = new Set(["Transient", "ServerOverloaded"])

/** Why the server, or the way to it, did not let somebody in. It is never tried again by itself. */
export const answerProblem = ({ error, sentence }: Failure): Problem => {
  if (error?._tag === "AccountRefused") return { field: fields[error.reason], sentence: error.message }
  if (error?._tag === "Offline") {
    return {
      field: null,
      sentence: "The server cannot be reached, and nothing was changed. Try again when it can.",
    }
  }
  if (error !== null && passing.has(error._tag)) {
    return { field: null, sentence: `${error.message} Nothing was changed. Try again in a moment.` }
  }
  return { field: null, sentence }
}

/** A name to begin with: what stands before the @. It can be changed. */
export const nameFrom = (email: string): string => email.trim().split("@", 1)[0] || "You"
