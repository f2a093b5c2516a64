{{/* What charts cannot see of each other. */}}
{{- define "practika.umbrellaProblems" -}}
{{- with .Values }}
{{- if and .media.enabled (not .clamav.enabled) (not .media.clamd.host) }}
clamav.enabled is false, so media.clamd.host has to say where videos are scanned.
{{- end }}
{{- if and .clamav.enabled .media.enabled .media.clamd.host }}
media.clamd.host names another scanner while clamav.enabled installs one that nobody would ask.
{{- end }}
{{- if and .global.secrets.redis.externalSecret.remoteKey (not .global.externalSecrets.storeRef.name) }}
global.externalSecrets.storeRef.name is missing: an ExternalSecret has to say which store it asks.
{{- end }}
{{- range .extraObjects }}{{ if eq (.kind | default "") "Secret" }}
extraObjects has a Secret: what is in values lies in the history of releases for everybody to read. Make it outside of Helm.
{{- end }}{{ end }}
{{- with .exposure }}
{{- $origin := urlParse ($.Values.global.publicOrigin | default "http://unknown") }}
{{- $originHost := regexReplaceAll ":[0-9]+$" $origin.host "" }}
{{- if and (ne .type "none") .host (ne .host $originHost) }}
exposure.host is {{ .host }}, but people are sent to {{ $originHost }} (global.publicOrigin).
{{- end }}
{{- if eq .type "ingress" }}
{{- if not .ingressClassName }}
exposure.type is ingress, which needs exposure.ingressClassName: which controller it is for.
{{- end }}
{{- if .parentRefs }}
exposure.parentRefs is for exposure.type httpRoute, but the type is ingress; choose one.
{{- end }}
{{- if and (eq $.Values.global.profile "production") (not .tls.secretName) (not .tls.certificate.issuerRef.name) (not .tls.external) }}
exposure.tls names neither a Secret nor an issuer; in production name one, or say that TLS ends in front by exposure.tls.external.
{{- end }}
{{- end }}
{{- if eq .type "httpRoute" }}
{{- if not .parentRefs }}
exposure.type is httpRoute, which needs exposure.parentRefs: the Gateway it attaches to.
{{- end }}
{{- if .ingressClassName }}
exposure.ingressClassName is for exposure.type ingress, but the type is httpRoute; choose one.
{{- end }}
{{- end }}
{{- if and (eq .type "none") (or .ingressClassName .parentRefs) }}
exposure.type is none, but {{ ternary "exposure.ingressClassName" "exposure.parentRefs" (ne .ingressClassName "") }} is set; say ingress or httpRoute, or take it away.
{{- end }}
{{- if and .tls.external (or .tls.secretName .tls.certificate.issuerRef.name) }}
exposure.tls.external says that TLS ends in front, but a certificate is named too; choose one.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
