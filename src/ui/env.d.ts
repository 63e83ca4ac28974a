interface ImportMetaEnv {
  readonly VITE_APP_VERSION: string
}

interface TrustedTypePolicy {
  /** In truth a `TrustedScriptURL`: typed as the string that it stands for, which is what `Worker` is declared to take. */
  readonly createScriptURL: (url: string) => string
}

/** The part of Trusted Types that is used; absent where the browser does not know them. */
declare var trustedTypes:
  | {
      readonly createPolicy: (
        name: string,
        rules: { readonly createScriptURL: (url: string) => string },
      ) => TrustedTypePolicy
    }
  | undefined
