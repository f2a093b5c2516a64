{{- define "exercises.problems" -}}
{{- end }}
