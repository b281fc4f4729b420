// Chromium passes on whatever the system calls its language, `en-US@posix` too, and uPlot asks Intl for it while it is
// being loaded, which throws for what is no language tag. So this is imported before everything else.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en' });
}
