import { A } from "@solidjs/router"
import { PageHeader } from "./PageHeader.tsx"

export const NotFoundPage = () => (
  <main class="page" id="main" tabindex="-1">
    <PageHeader title="Not found" />
    <div class="empty">
      <p>There is no such page.</p>
      <A class="button" href="/">
        Start a new chat
      </A>
    </div>
  </main>
)
