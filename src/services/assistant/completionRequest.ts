import type { Request } from "./Assistant.ts"

/** Newer models of OpenAI refuse the name that everybody else has for it. */
const maxTokensName = (baseUrl: string) =>
  new URL(baseUrl).hostname === "api.openai.com" ? "max_completion_tokens" : "max_tokens"

/**
 * The body of a request for a reply. What was not chosen is left out, so that the provider's own default counts.
 *
 * @param baseUrl where it is sent
 */
export const completionRequest = ({ model, parameters, turns }: Request, baseUrl: string) => {
  const { maxTokens, temperature, topP } = parameters
  return {
    model,
    messages: turns.map(({ content, role }) => ({ role, content })),
    stream: true,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(maxTokens === undefined ? {} : { [maxTokensName(baseUrl)]: maxTokens }),
  }
}
