import { Show } from "solid-js"
import { useRegisterSW } from "virtual:pwa-register/solid"
import IconSparkles from "~icons/lucide/sparkles"

const hour = 3_600_000

/** A new version waits until the person says so: it never takes the page away from under them. */
export const UpdateBanner = () => {
  const worker = useRegisterSW({
    onRegisteredSW: (_url, registration) => {
      if (registration !== undefined) setInterval(() => void registration.update().catch(() => {}), hour)
    },
  })
  const [ready, setReady] = worker.needRefresh
  const update = () => {
    // the library reloads only a page that had a service worker when it was loaded
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true })
    void worker.updateServiceWorker()
  }
  return (
    <Show when={ready()}>
      <div class="banner" role="status" aria-label="A new version is ready">
        <IconSparkles />
        <p>A new version of OpenChat is ready.</p>
        <button type="button" class="button small primary" onClick={update}>
          Reload
        </button>
        <button type="button" class="button small" onClick={() => setReady(false)}>
          Later
        </button>
      </div>
    </Show>
  )
}
