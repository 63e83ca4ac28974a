import { Route, Router } from "@solidjs/router"
import { ErrorBoundary, lazy } from "solid-js"
import { ConversationPage } from "./conversation/ConversationPage.tsx"
import { CrashScreen } from "./shell/CrashScreen.tsx"
import { NotFoundPage } from "./shell/NotFoundPage.tsx"
import { Shell } from "./shell/Shell.tsx"

const SettingsPage = lazy(async () => ({
  default: (await import("./settings/SettingsPage.tsx")).SettingsPage,
}))

export const App = () => (
  <ErrorBoundary fallback={(error, reset) => <CrashScreen error={error} retry={reset} />}>
    <Router root={Shell}>
      {/* one route for both, so that the composer keeps its focus when the first message makes a chat */}
      <Route path={["/", "/chat/:chatId"]} component={ConversationPage} />
      <Route path="/settings/:section?" component={SettingsPage} />
      <Route path="*" component={NotFoundPage} />
    </Router>
  </ErrorBoundary>
)
