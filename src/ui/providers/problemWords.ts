import type { ProviderKind } from "../../domain/assistant/Provider.ts"
import type { AssistantError } from "../../domain/errors/AssistantErrors.ts"

/** What is wrong with a provider, as a person reads it. The page's own server means other things than its model. */
export const problemWords = (error: AssistantError, kind: ProviderKind | undefined): string => {
  if (kind === "server" && error._tag === "ModelUnauthorized") {
    return "The model of this server is for people with an account. Sign in first."
  }
  if (kind === "server" && error._tag === "NoModel") return "Nobody has connected a model to this server."
  return error._tag === "NoModel" ? "There is no model." : error.message
}
