import { Option } from "effect"

/** Who asks, as far as a browser says it: other sites can make it send a request, but not choose these headers. */
interface Asked {
  readonly origin: string | undefined
  readonly host: string | undefined
}

const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

/** Whether a page of this very server asks. A proxy may end the encryption, so only the host is compared with ours. */
export const isOwnOrigin = ({ host, origin }: Asked, publicUrl: Option.Option<URL>): boolean => {
  const url = origin === undefined ? undefined : parsed(origin)
  if (url === undefined) return false
  if (Option.isSome(publicUrl) && publicUrl.value.origin === url.origin) return true
  return host !== undefined && url.host === parsed(`${url.protocol}//${host}`)?.host
}

/** The address under which the server was asked, for whoever has to make absolute addresses of it. */
export const askedOrigin = (host: string | undefined, publicUrl: Option.Option<URL>): string =>
  Option.match(publicUrl, {
    onSome: (url) => url.origin,
    onNone: () => parsed(`http://${host ?? ""}`)?.origin ?? "http://localhost",
  })
