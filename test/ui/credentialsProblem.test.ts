import { expect, test } from "vitest"
import { AccountRefused, Offline, ServerOverloaded } from "../../src/domain/errors/SyncErrors.ts"
import { describe } from "../../src/domain/errors/AppError.ts"
import { answerProblem, entryProblem, nameFrom } from "../../src/ui/account/credentialsProblem.ts"

const email = "ada@example.org"

test.each([
  { entered: { email: " ", password: "x" }, purpose: "sign-in" as const, field: "email" },
  { entered: { email: "ada", password: "x" }, purpose: "sign-in" as const, field: "email" },
  { entered: { email: "ada @example.org", password: "x" }, purpose: "create" as const, field: "email" },
  { entered: { email, password: "" }, purpose: "sign-in" as const, field: "password" },
  { entered: { email, password: "1234567" }, purpose: "create" as const, field: "password" },
])("finds what is wrong before it is sent: $entered for $purpose", ({ entered, field, purpose }) => {
  expect(entryProblem(entered, purpose)?.field).toBe(field)
})

test("a short password is a reason to refuse a new account, not somebody who has one", () => {
  expect(entryProblem({ email, password: "1234567" }, "sign-in")).toBeUndefined()
  expect(entryProblem({ email: ` ${email} `, password: "12345678" }, "create")).toBeUndefined()
})

const answer = (error: AccountRefused | Offline | ServerOverloaded) =>
  answerProblem({ error, sentence: describe(error) })

test("says in one sentence why nobody was let in, at the field that it is about", () => {
  expect(answer(new AccountRefused({ reason: "wrong-password", detail: "" }))).toEqual({
    field: "password",
    sentence: "There is no account with that email and password.",
  })
  expect(answer(new AccountRefused({ reason: "email-taken", detail: "" })).field).toBe("email")
  expect(answer(new AccountRefused({ reason: "other", detail: "no" })).field).toBeNull()
  expect(answerProblem({ error: null, sentence: "Something." })).toEqual({
    field: null,
    sentence: "Something.",
  })
})

test("promises no attempt that nobody will make", () => {
  for (const error of [new Offline({ detail: "" }), new ServerOverloaded({ retryAfter: 1 })]) {
    expect(answer(error).sentence).not.toContain("by itself")
    expect(answer(error).sentence).toContain("Try again")
  }
})

test("takes the name from the address", () => {
  expect(nameFrom(" ada@example.org")).toBe("ada")
  expect(nameFrom("@example.org")).toBe("You")
})
