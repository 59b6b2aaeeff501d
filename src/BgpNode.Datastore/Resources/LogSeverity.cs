namespace BgpNode.Datastore.Resources;

/// <summary>Calico's <c>logSeverityScreen</c>.</summary>
public enum LogSeverity
{
    Trace,
    Debug,
    Info,
    Warning,
    Error,
    Fatal,
    None,
}
