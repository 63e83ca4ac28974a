import { createSignal } from "solid-js"
import { scriptUrl } from "./trustedScripts.ts"

/**
 * How the version that runs here stands to the others on this device: `ready`, a newer one waits to be asked for;
 * `replaced`, another tab has asked, so that this page's own files are gone.
 */
export type VersionState = "newest" | "ready" | "replaced"

const [versionState, setVersionState] = createSignal<VersionState>("newest")
export { versionState }

/** Until there is another one. */
export const updateLater = (): void => void setVersionState("newest")

const checkMillis = 3_600_000

/** Milliseconds that a reload waits for a newer version: a bad network must not keep anybody from reloading. */
const patience = 5_000

let reloading = false

/** A newer version is here and waits. */
export const announceUpdate = (): void => {
  if (versionState() !== "replaced") setVersionState("ready")
}

const watch = (registration: ServiceWorkerRegistration) => {
  const look = () => {
    if (registration.active !== null && registration.waiting !== null) announceUpdate()
  }
  look()
  registration.addEventListener("updatefound", () =>
    registration.installing?.addEventListener("statechange", look),
  )
  setInterval(() => void registration.update().catch(() => undefined), checkMillis)
}

/**
 * Registers the service worker, which makes the page work offline. A new version of it waits until a person asks for
 * it, and a page that is open is never reloaded by itself, also not when it is asked for in another tab.
 */
export const registerServiceWorker = async (): Promise<void> => {
  let before = navigator.serviceWorker.controller
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // on the first visit there was none, and it is of the page's own version
    if (before !== null && !reloading) setVersionState("replaced")
    before = navigator.serviceWorker.controller
  })
  await navigator.serviceWorker.register(scriptUrl("serviceWorker"))
  const registration = await navigator.serviceWorker.getRegistration()
  if (registration !== undefined) watch(registration)
}

const reaches = (worker: ServiceWorker, states: ReadonlyArray<ServiceWorkerState>) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (states.includes(worker.state)) resolve()
    }
    worker.addEventListener("statechange", look)
    look()
  })

const takeNewest = async () => {
  const registration = await navigator.serviceWorker.getRegistration()
  if (registration === undefined) return
  if (registration.waiting === null) await registration.update()
  const next = registration.waiting ?? registration.installing
  if (next === null) return
  await reaches(next, ["installed", "activating", "activated", "redundant"])
  next.postMessage({ type: "SKIP_WAITING" })
  await reaches(next, ["activated", "redundant"])
}

/** Reloads the page. Without this the service worker would answer with the version that it has. */
export const reloadIntoNewest = (): void => {
  reloading = true
  const reload = () => location.reload()
  setTimeout(reload, patience)
  // offline, or no service worker: what is there is loaded
  void takeNewest().then(reload, reload)
}
