using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>One thing that is wrong with an UPDATE.</summary>
/// <param name="Answer">What it calls for.</param>
/// <param name="Type">The attribute; 0 when it is not about one.</param>
/// <param name="Error">The NOTIFICATION, should the session be reset.</param>
/// <param name="What">What is wrong, in plain words without a full stop.</param>
public readonly record struct AttributeFinding(UpdateAnswer Answer, AttributeType Type, ProtocolError Error, string What);
