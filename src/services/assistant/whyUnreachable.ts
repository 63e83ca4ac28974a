import { Effect } from "effect"
import { ModelBlocked, ModelUnreachable } from "../../domain/errors/AssistantErrors.ts"
import { type AddressSpace, BrowserNetwork, type Permission } from "./BrowserNetwork.ts"

const isLoopback = (host: string) =>
  /^(.+\.)?localhost\.?$/.test(host) || /^127(\.\d+){3}$/.test(host) || host === "[::1]"

/** RFC 1918, link-local, unique local addresses, and names that only a home has. */
const isLocal = (host: string) =>
  /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|169\.254(\.\d+){2})$/.test(host) ||
  /^\[f[cd][\da-f]{2}:|^\[fe[89ab][\da-f]:/.test(host) ||
  /\.(local|lan|internal|home\.arpa)\.?$/.test(host)

/** Where an address leads, as far as its name says so. */
export const spaceOf = (url: string): AddressSpace => {
  const { hostname } = new URL(url)
  if (isLoopback(hostname)) return "loopback"
  return isLocal(hostname) ? "local" : "public"
}

/** Without user, password or query. */
export const shownUrl = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`.replace(/\/$/, "")
}

/**
 * Whether the browser refuses an address because it is not encrypted and the page is. It makes an exception for the
 * same machine, and one that asks for a permission makes one for addresses that are certainly of the own network.
 */
export const isMixedContent = (url: string, pageOrigin: string, permission: Permission): boolean =>
  pageOrigin.startsWith("https:") &&
  url.startsWith("http:") &&
  spaceOf(url) !== "loopback" &&
  (spaceOf(url) === "public" || permission === "unknown")

/** A page that is not of this machine is always asked about before it speaks to it; others are not. */
const isDenied = (permission: Permission, space: AddressSpace, pageOrigin: string) =>
  permission === "denied" ||
  (permission === "prompt" && space === "loopback" && spaceOf(pageOrigin) !== "loopback")

/**
 * Why a request got no answer. A browser says the same of all causes, so each is asked after.
 *
 * @param url of the endpoint, up to `/v1`
 */
export const whyUnreachable = Effect.fn("whyUnreachable")(function* (url: string) {
  const { answers, mayReach, pageOrigin } = yield* BrowserNetwork
  const shown = shownUrl(url)
  const space = spaceOf(url)
  const permission = space === "public" ? "unknown" : yield* mayReach(space)
  if (isMixedContent(url, pageOrigin, permission)) {
    return new ModelBlocked({ url: shown, by: "mixed-content" })
  }
  if (new URL(url).origin !== pageOrigin && (yield* answers(`${url}/models`))) {
    return new ModelBlocked({ url: shown, by: "cors" })
  }
  if (isDenied(permission, space, pageOrigin)) return new ModelBlocked({ url: shown, by: "local-network" })
  return new ModelUnreachable({ url: shown })
})
