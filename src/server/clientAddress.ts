import type { HttpServerRequest } from "@effect/platform"
import { Option } from "effect"
import { isIP } from "node:net"

/** Whom the request comes from: the connection's other end, or whom a trusted proxy names last. */
export const clientAddress = (request: HttpServerRequest.HttpServerRequest, trustProxy: boolean): string => {
  const named = request.headers["x-forwarded-for"]?.split(",").at(-1)?.trim() ?? ""
  if (trustProxy && isIP(named) !== 0) return named
  return Option.getOrElse(request.remoteAddress, () => "unknown")
}
