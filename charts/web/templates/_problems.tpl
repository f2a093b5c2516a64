{{- define "web.problems" -}}
{{- end }}
