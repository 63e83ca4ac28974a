import { Context, Effect, Layer } from "effect"

/** What is known about the machine without asking anybody: the raw material of a name and of a fingerprint. */
export class DeviceProfile extends Context.Tag("openchat/DeviceProfile")<
  DeviceProfile,
  Effect.Effect<{
    readonly name: string
    /** Traits that seldom change; they are hashed before they are stored. */
    readonly traits: ReadonlyArray<string>
  }>
>() {
  /** Asked once in a device's life: the time zone alone takes a tenth of a start to find out. */
  static readonly layerBrowser = Layer.succeed(
    DeviceProfile,
    Effect.sync(() => ({
      name: nameOf(navigator.userAgent),
      traits: [
        navigator.userAgent.replaceAll(/[\d.]+/g, ""), // an update of the browser is still the same device
        navigator.language,
        String(navigator.hardwareConcurrency),
        Intl.DateTimeFormat().resolvedOptions().timeZone,
      ],
    })),
  )

  static readonly layerTest = Layer.succeed(
    DeviceProfile,
    Effect.succeed({ name: "Test device", traits: ["test"] }),
  )
}

const find = (userAgent: string, known: ReadonlyArray<readonly [RegExp, string]>, otherwise: string) =>
  known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherwise

/** "Chromium on Linux": what a person recognises in a list of devices. The order matters, as browsers claim to be each other. */
export const nameOf = (userAgent: string): string => {
  const browser = find(
    userAgent,
    [
      [/Edg\//, "Edge"],
      [/OPR\//, "Opera"],
      [/Firefox\//, "Firefox"],
      [/Chrome\//, "Chromium"],
      [/Safari\//, "Safari"],
    ],
    "Browser",
  )
  const system = find(
    userAgent,
    [
      [/Android/, "Android"],
      [/iPhone|iPad/, "iOS"],
      [/Windows/, "Windows"],
      [/Mac OS/, "macOS"],
      [/CrOS/, "ChromeOS"],
      [/Linux/, "Linux"],
    ],
    "this device",
  )
  return `${browser} on ${system}`
}
