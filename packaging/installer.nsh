; Adds Phasic to "Open with" of .json files. It does not become their default program: a spec is JSON, but most JSON files are not specs.
!define PHASIC_SPEC "Phasic.Spec"

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\${PHASIC_SPEC}" "" "Phasic spec"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${PHASIC_SPEC}\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${PHASIC_SPEC}\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\.json\OpenWithProgids" "${PHASIC_SPEC}" ""
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\${PHASIC_SPEC}"
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.json\OpenWithProgids" "${PHASIC_SPEC}"
!macroend
