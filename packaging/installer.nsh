; Offers Phasic in "Open with" of .json files. What opens them at a double click stays what it was: a spec is JSON, and most JSON is no spec.
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
