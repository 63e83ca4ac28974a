import { connection } from "../data/connection.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { askForFacts } from "../data/useDebug.ts"
import { copyText } from "../shell/copyText.ts"
import { showDialog } from "../shell/dialogs.ts"
import { Mark } from "../shell/Mark.tsx"
import { aboutWords } from "./aboutWords.ts"
import { debugDetails } from "./debugDetails.ts"

/** What this is, in which version, and what it does with what is written. */
export const AboutSettings = () => (
  <>
    <section class="setting about">
      <Mark />
      <p class="setting-name">
        OpenChat · {aboutWords.version} {import.meta.env.VITE_APP_VERSION}
      </p>
      <p>{aboutWords.what}</p>
      <p class="setting-hint">{aboutWords.where}</p>
      <p class="setting-hint">{aboutWords.licence}</p>
    </section>
    <section class="setting">
      <div class="actions">
        <button type="button" class="button" onClick={() => showDialog("shortcuts")}>
          {aboutWords.shortcuts}
        </button>
        <button
          type="button"
          class="button"
          onClick={() =>
            askForFacts((facts) =>
              copyText(debugDetails({ connection: connection(), facts, sync: syncStatus() })),
            )
          }
        >
          {aboutWords.details}
        </button>
      </div>
      <p class="setting-hint">{aboutWords.detailsHint}</p>
    </section>
  </>
)
