{{- define "consent.problems" -}}
{{- end }}
